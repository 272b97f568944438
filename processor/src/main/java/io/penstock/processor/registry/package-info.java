/**
 * What the jobs were when their tasks were made: recorded on a topic, and held against the configuration before anything of it
 * runs.
 */
@NullMarked
package io.penstock.processor.registry;

import org.jspecify.annotations.NullMarked;
