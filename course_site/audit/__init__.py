"""What may run in a published page: the theme's pinned scripts, a policy, and a search for the rest."""
