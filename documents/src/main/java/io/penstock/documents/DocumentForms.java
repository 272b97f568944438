package io.penstock.documents;

import com.fasterxml.jackson.databind.JsonNode;

/** How the rest of Penstock writes ids and documents. Threads may share one. */
public interface DocumentForms {
    /**
     * One text for each id that MongoDB tells from others, whatever the types of its numbers.
     *
     * @param idJson the id in Extended JSON
     * @throws io.penstock.api.MalformedDocumentException if it is not JSON
     */
    String canonicalId(String idJson);

    /**
     * A document as handlers see it, a tree of the caller's own.
     *
     * @param extendedJson the document in relaxed Extended JSON, UTF-8
     */
    JsonNode plain(byte[] extendedJson);
}
