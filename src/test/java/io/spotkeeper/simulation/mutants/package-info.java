/** Seeded bugs: what the campaigns would find if the launch protocol lacked one of its rules. */
@NullMarked
package io.spotkeeper.simulation.mutants;

import org.jspecify.annotations.NullMarked;
