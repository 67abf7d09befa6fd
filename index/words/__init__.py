"""The words of an archive as they are written, and those of its names: side files that suggestions are made from."""
