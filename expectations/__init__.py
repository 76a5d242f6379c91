"""What we refuse: lists of expectations named after the table they guard, and the gate that judges by them."""
