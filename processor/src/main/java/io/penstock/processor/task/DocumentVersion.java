package io.penstock.processor.task;

import io.penstock.api.Operation;
import java.util.Optional;

/**
 * Which state of which document a task is about.
 *
 * @param documentId the document's id as JSON
 * @param operation what happened to the document
 * @param position where in the database's history
 * @param changedAt when, as the source says: milliseconds since 1970
 * @param field the document's own version field, where the job names one
 * @param content hash of the part of the document that the job looks at; empty where there is no document
 */
public record DocumentVersion(
        String documentId,
        Operation operation,
        Position position,
        long changedAt,
        Optional<FieldVersion> field,
        Optional<ContentHash> content) {}
