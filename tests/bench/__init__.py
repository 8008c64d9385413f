"""What `bin/bench` measures: the product against a floor, on seeded data of two sizes (proof.md section 6)."""
