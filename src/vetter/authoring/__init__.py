"""What helps to write packs: schemas for editors, rule files made from answers, one layout."""
