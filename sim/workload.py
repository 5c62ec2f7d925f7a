"""The workload: every accident of the contract year, drawn before the year begins.

One row is one fault. What no plan can change is drawn in milliseconds; what a plan may change (travel, success, the delay of a
permission by night) is kept as a uniform number, which `rules.Times` turns into milliseconds for each plan. Columns
also hold draws for steps that may never be visited, so that two plans meet the very same faults.
"""
