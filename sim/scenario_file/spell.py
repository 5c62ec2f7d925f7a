from sim.scenario import Scenario


def spelled(scenario: Scenario) -> list[str]:
    return []
