"""How well an archive answers its own questions, by judgments that its people made."""
