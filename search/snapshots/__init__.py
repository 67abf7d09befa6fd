"""What answers read: an open generation of an index, as arrays, values and names."""
