"""Paging: cursors, and the pages of an answer that they name."""
