"""Cleaning measured against labelled pages and articles."""
