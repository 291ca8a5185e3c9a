"""The forms in which a picture comes: pixels, drawings and pages."""
