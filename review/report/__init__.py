"""The monthly report: the figures of a month as a page, a sheet and a paper, in three languages."""
