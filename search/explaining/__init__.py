"""Why an article stands where it stands, in parts of its score and in plain words."""
