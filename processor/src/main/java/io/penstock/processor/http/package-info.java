/** The port at which a process is looked into. Knows HTTP and nothing of what it serves: that is handed in. */
@NullMarked
package io.penstock.processor.http;

import org.jspecify.annotations.NullMarked;
