/** Looking into the topics: what is there, and the records of results and dead letters. */
@NullMarked
package io.penstock.cli.topics;

import org.jspecify.annotations.NullMarked;
