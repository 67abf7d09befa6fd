"""What is measured of entities."""
