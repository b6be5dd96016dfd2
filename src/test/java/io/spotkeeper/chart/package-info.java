/** The Helm chart: that it says what it does, and does what it says. */
@NullMarked
package io.spotkeeper.chart;

import org.jspecify.annotations.NullMarked;
