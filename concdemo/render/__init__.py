"""Pure functions from facts to what is shown.  Nothing here measures, reads or writes."""
