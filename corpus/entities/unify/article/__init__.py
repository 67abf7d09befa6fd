"""The names of one article: what defines them, and which are one."""
