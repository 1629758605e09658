"""What is known of an entity: names, passages, time spans, places, status, dossier."""
