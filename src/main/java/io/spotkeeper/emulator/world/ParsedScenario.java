package io.spotkeeper.emulator.world;

/** What came of reading a scenario file. */
public sealed interface ParsedScenario {
    /**
     * It can be run.
     *
     * @param scenario the world that it describes
     */
    record Valid(Scenario scenario) implements ParsedScenario {}

    /**
     * It cannot be run.
     *
     * @param message file, line, column and what was expected there
     */
    record Invalid(String message) implements ParsedScenario {}
}
