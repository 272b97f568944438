@NullMarked
package io.penstock.benchmarks.demo;

import org.jspecify.annotations.NullMarked;
