/** What a process shows of its work: figures, tasks and lanes as JSON, and the status page. */
@NullMarked
package io.penstock.processor.inspection;

import org.jspecify.annotations.NullMarked;
