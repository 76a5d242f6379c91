"""What we refuse: lists of expectations named after the table they guard, and one gate that judges them."""
