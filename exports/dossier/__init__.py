"""The dossier: a confirmed shop on paper, for people who decide about it."""
