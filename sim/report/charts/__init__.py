"""The charts of a run: how each promise is kept, how long things take, how busy people are.

Every chart is readable in black and white: a plan is known by the shape of its marker or the dashes of its line, never
by its colour alone. The same result gives the same bytes.
"""

from sim.report.charts.chart import Chart, charts, save

__all__ = ["Chart", "charts", "save"]
