@NullMarked
package io.penstock.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
