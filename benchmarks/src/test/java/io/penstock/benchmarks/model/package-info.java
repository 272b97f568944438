@NullMarked
package io.penstock.benchmarks.model;

import org.jspecify.annotations.NullMarked;
