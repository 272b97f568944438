@NullMarked
package io.penstock.benchmarks.foreground;

import org.jspecify.annotations.NullMarked;
