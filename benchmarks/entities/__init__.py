"""Names measured against labels made by reading: who is named where, and which names are one entity's."""
