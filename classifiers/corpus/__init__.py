"""Training texts of our own: invented documents from grammars, seeded, in Kazakh, Russian and English."""
