"""Texts and attacks that judge the classifier, written without a look at its insides."""
