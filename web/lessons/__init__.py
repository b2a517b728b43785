"""The history of this lab, in three stages that can be shown in class: pages that work without JavaScript."""
