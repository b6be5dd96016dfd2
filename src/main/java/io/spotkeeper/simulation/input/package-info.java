/**
 * Reads what people write for the simulator: YAML with the place of every value, market files, and
 * recorded prices. What is wrong is told with line, column and what was expected.
 */
@NullMarked
package io.spotkeeper.simulation.input;

import org.jspecify.annotations.NullMarked;
