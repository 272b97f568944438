/** What Prometheus has to watch of jobs with service-level objectives. */
@NullMarked
package io.penstock.cli.objective;

import org.jspecify.annotations.NullMarked;
