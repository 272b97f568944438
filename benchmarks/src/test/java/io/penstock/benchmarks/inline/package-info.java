@NullMarked
package io.penstock.benchmarks.inline;

import org.jspecify.annotations.NullMarked;
