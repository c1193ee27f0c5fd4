"""Files that hold pictures: images, and the maps of taxonomies; these also checked, and in the database."""
