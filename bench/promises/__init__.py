"""What a QoS promises and what it costs: clients that publish through the fault lab, and the log that is counted."""
