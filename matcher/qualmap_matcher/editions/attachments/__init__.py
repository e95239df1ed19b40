"""The authority's attachments: read in the form they come in, proposed for review, and made an edition once a person accepts."""
