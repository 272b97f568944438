/** Asking the partitions of a deployment to do something, and hearing what they say. */
@NullMarked
package io.penstock.cli.operate;

import org.jspecify.annotations.NullMarked;
