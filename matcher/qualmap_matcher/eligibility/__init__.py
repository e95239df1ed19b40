"""From mentions and facts to decisions: the clauses of an edition, the title it opens, and the premium package."""
