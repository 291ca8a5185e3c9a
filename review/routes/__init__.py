"""The addresses of the review application, one file a subject."""
