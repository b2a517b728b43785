"""What tests share: real processes, free ports, waiting with a bound."""
