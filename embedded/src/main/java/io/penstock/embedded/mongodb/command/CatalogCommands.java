package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.protocol.ServerError;
import io.penstock.embedded.mongodb.store.Catalog;
import io.penstock.embedded.mongodb.store.StoredCollection;
import io.penstock.embedded.mongodb.store.StoredDatabase;
import io.penstock.embedded.mongodb.store.UniqueIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Commands about databases, collections and indexes. */
final class CatalogCommands {
    private static final Set<String> NO_OPTIONS = Set.of("create", "collMod", "lsid", "writeConcern", "comment");

    private final Member member;
    private final CursorCommands cursors;

    CatalogCommands(Member member, CursorCommands cursors) {
        this.member = member;
        this.cursors = cursors;
    }

    Map<String, Command> commands() {
        Map<String, Command> commands = new HashMap<>();
        commands.put("create", patient(this::create));
        commands.put("collMod", outsideOfTransactions(this::modify));
        commands.put("drop", outsideOfTransactions(this::drop));
        commands.put("dropDatabase", outsideOfTransactions(this::dropDatabase));
        commands.put("renameCollection", outsideOfTransactions(this::rename));
        commands.put("listDatabases", this::listDatabases);
        commands.put("listCollections", this::listCollections);
        commands.put("listIndexes", this::listIndexes);
        commands.put("createIndexes", patient(this::createIndexes));
        commands.put("dropIndexes", outsideOfTransactions(this::dropIndexes));
        commands.put("collStats", this::collectionStatistics);
        commands.put("dbStats", this::databaseStatistics);
        return commands;
    }

    /** Waits for the end of a transaction that has made the collection, as a write to it does. */
    private Command patient(Command command) {
        return invocation -> new ConflictWait(member, invocation).run(() -> command.run(invocation));
    }

    private Command outsideOfTransactions(Command command) {
        Command patient = patient(command);
        return invocation -> {
            if (invocation.inTransaction()) {
                throw new ServerError(
                        263,
                        "OperationNotSupportedInTransaction",
                        "Cannot run '" + invocation.request().name() + "' in a multi-document transaction.");
            }
            return patient.run(invocation);
        };
    }

    /** The collection, made if it is not there, as a first write does. */
    StoredCollection getOrCreate(Invocation invocation) {
        return found(invocation, invocation.namespace())
                .orElseGet(() -> create(invocation, invocation.namespace(), new Document()));
    }

    /** The collection that is to be changed, if it is there. */
    private Optional<StoredCollection> found(Invocation invocation, Namespace namespace) {
        Optional<StoredCollection> collection = member.catalog().collection(namespace);
        collection.ifPresent(made -> invocation.journal().enter(made.getUuid()));
        return collection;
    }

    private StoredCollection create(Invocation invocation, Namespace namespace, Document options) {
        if (namespace.collection().contains("$") || namespace.collection().startsWith("system.")) {
            throw new ServerError(73, "InvalidNamespace", "Invalid collection name: " + namespace);
        }
        UUID uuid = UUID.randomUUID();
        Catalog catalog = member.catalog();
        invocation
                .journal()
                .create(
                        namespace,
                        uuid,
                        new Change.Create(options),
                        () -> catalog.create(namespace, uuid, options),
                        () -> catalog.collection(uuid).ifPresent(catalog::drop));
        return catalog.collection(uuid).orElseThrow();
    }

    private Document create(Invocation invocation) {
        Namespace namespace = invocation.namespace();
        if (found(invocation, namespace).isPresent()) {
            throw new ServerError(48, "NamespaceExists", "Collection " + namespace + " already exists.");
        }
        Unsupported.refuse(
                invocation.body(),
                "create",
                "viewOn",
                "validator",
                "timeseries",
                "clusteredIndex",
                "expireAfterSeconds");
        create(invocation, namespace, options(invocation.body()));
        return new Document();
    }

    private Document modify(Invocation invocation) {
        StoredCollection collection = existing(invocation, invocation.namespace());
        Unsupported.refuse(invocation.body(), "collMod", "viewOn", "validator", "index", "expireAfterSeconds");
        Document options = new Document(collection.description());
        options.putAll(options(invocation.body()));
        collection.describe(options);
        member.record(invocation.namespace(), Optional.of(collection.getUuid()), new Change.Modify(options));
        return new Document();
    }

    private static Document options(Document body) {
        Document options = new Document();
        body.forEach((name, value) -> {
            if (!name.startsWith("$") && !NO_OPTIONS.contains(name)) {
                options.append(name, value);
            }
        });
        return options;
    }

    private Document drop(Invocation invocation) {
        Namespace namespace = invocation.namespace();
        Optional<StoredCollection> collection = found(invocation, namespace);
        if (collection.isEmpty()) {
            if (member.release().isModern()) {
                return new Document();
            }
            throw new ServerError(26, "NamespaceNotFound", "ns not found");
        }
        drop(namespace, collection.get());
        return new Document("nIndexesWas", collection.get().getNumIndexes()).append("ns", namespace.toString());
    }

    private void drop(Namespace namespace, StoredCollection collection) {
        member.catalog().drop(collection);
        member.record(namespace, Optional.of(collection.getUuid()), new Change.Drop());
    }

    private Document dropDatabase(Invocation invocation) {
        String name = invocation.request().database();
        StoredDatabase database = member.catalog().database(name);
        if (database.isEmpty()) {
            return new Document();
        }
        List<StoredCollection> collections = List.copyOf(database.collections());
        collections.forEach(collection -> invocation.journal().enter(collection.getUuid()));
        for (StoredCollection collection : collections) {
            drop(new Namespace(name, collection.getCollectionName()), collection);
        }
        member.record(new Namespace(name, ""), Optional.empty(), new Change.DropDatabase());
        return new Document("dropped", name);
    }

    private Document rename(Invocation invocation) {
        Namespace from = Namespace.parse(Invocation.required(invocation.body(), "renameCollection", String.class));
        Namespace to = Namespace.parse(Invocation.required(invocation.body(), "to", String.class));
        StoredCollection collection = existing(invocation, from);
        if (from.equals(to)) {
            throw new ServerError(20, "IllegalOperation", "Can't rename a collection to itself");
        }
        Optional<UUID> dropped = found(invocation, to).map(StoredCollection::getUuid);
        if (dropped.isPresent() && !invocation.flag("dropTarget", false)) {
            throw new ServerError(48, "NamespaceExists", "target namespace exists");
        }
        member.catalog().rename(collection, to);
        member.record(from, Optional.of(collection.getUuid()), new Change.Rename(to, dropped));
        return new Document();
    }

    private Document listDatabases(Invocation invocation) {
        List<Document> databases = new ArrayList<>();
        long total = 0;
        boolean nameOnly = invocation.flag("nameOnly", false);
        for (String internal : List.of("admin", "config", "local")) {
            databases.add(database(internal, 32_768, nameOnly));
        }
        for (StoredDatabase database : member.catalog().databases()) {
            long size = nameOnly
                    ? 0
                    : database.collections().stream()
                            .mapToLong(StoredCollection::dataSize)
                            .sum();
            total += size;
            if (!Set.of("admin", "config", "local").contains(database.getDatabaseName())) {
                databases.add(database(database.getDatabaseName(), size, nameOnly));
            }
        }
        databases.removeIf(database -> !member.shows(String.valueOf(database.get("name"))));
        databases.sort(java.util.Comparator.comparing(document -> (String) document.get("name")));
        Document filter = invocation.document("filter");
        if (!filter.isEmpty()) {
            var matcher = new de.bwaldvogel.mongo.backend.DefaultQueryMatcher();
            databases.removeIf(document -> !matcher.matches(document, filter));
        }
        Document reply = new Document("databases", databases);
        return nameOnly ? reply : reply.append("totalSize", total);
    }

    private static Document database(String name, long size, boolean nameOnly) {
        Document document = new Document("name", name);
        return nameOnly ? document : document.append("sizeOnDisk", size).append("empty", false);
    }

    private Document listCollections(Invocation invocation) {
        String database = invocation.request().database();
        List<Document> collections = new ArrayList<>();
        var matcher = new de.bwaldvogel.mongo.backend.DefaultQueryMatcher();
        for (StoredCollection collection : member.catalog().database(database).collections()) {
            Document document = new Document("name", collection.getCollectionName())
                    .append("type", "collection")
                    .append("options", collection.description())
                    .append("info", new Document("readOnly", false).append("uuid", collection.getUuid()))
                    .append("idIndex", index("_id_", new Document("_id", 1)));
            if (matcher.matches(document, invocation.document("filter"))) {
                collections.add(document);
            }
        }
        return cursors.open(
                new ServerCursor.OfList(new Namespace(database, "$cmd.listCollections"), collections),
                batchSize(invocation),
                false);
    }

    private Document listIndexes(Invocation invocation) {
        Namespace namespace = invocation.namespace();
        List<Document> indexes = existing(member.catalog().collection(namespace), namespace).getIndexes().stream()
                .map(index -> {
                    Document keys = new Document();
                    index.getKeys().forEach(key -> keys.append(key.getKey(), key.isAscending() ? 1 : -1));
                    Document described = index(index.getName(), keys);
                    return index.isUnique() && !index.getName().equals("_id_")
                            ? described.append("unique", true)
                            : described;
                })
                .toList();
        return cursors.open(new ServerCursor.OfList(namespace, indexes), batchSize(invocation), false);
    }

    private static Document index(String name, Document keys) {
        return new Document("v", 2).append("key", keys).append("name", name);
    }

    private static int batchSize(Invocation invocation) {
        return invocation.document("cursor").get("batchSize") instanceof Number number
                ? number.intValue()
                : ServerCursor.FIRST_BATCH;
    }

    private Document createIndexes(Invocation invocation) {
        invocation
                .documents("indexes")
                .forEach(index ->
                        Unsupported.refuse(index, "createIndexes", "expireAfterSeconds", "partialFilterExpression"));
        StoredCollection collection = getOrCreate(invocation);
        int before = collection.getNumIndexes();
        for (Document description : invocation.documents("indexes")) {
            Map<String, Object> fields = new LinkedHashMap<>((Document) description.get("key"));
            List<IndexKey> keys = fields.entrySet().stream()
                    .map(field -> new IndexKey(
                            field.getKey(), !(field.getValue() instanceof Number number) || number.intValue() > 0))
                    .toList();
            String name = Invocation.required(description, "name", String.class);
            boolean sparse = Invocation.isTrue(description.get("sparse"), false);
            collection.addIndex(
                    Invocation.isTrue(description.get("unique"), false)
                            ? new UniqueIndex(name, keys, sparse)
                            : new de.bwaldvogel.mongo.backend.EmptyIndex<>(name, keys));
        }
        return new Document("numIndexesBefore", before)
                .append("numIndexesAfter", collection.getNumIndexes())
                .append("createdCollectionAutomatically", false);
    }

    private Document dropIndexes(Invocation invocation) {
        StoredCollection collection = existing(invocation, invocation.namespace());
        Object index = invocation.body().get("index");
        int before = collection.getNumIndexes();
        List<String> names = "*".equals(index)
                ? collection.getIndexes().stream()
                        .map(existing -> existing.getName())
                        .filter(name -> !name.equals("_id_"))
                        .toList()
                : List.of((String) index);
        names.forEach(collection::dropIndex);
        return new Document("nIndexesWas", before);
    }

    private Document collectionStatistics(Invocation invocation) {
        Namespace namespace = invocation.namespace();
        Optional<StoredCollection> collection = member.catalog().collection(namespace);
        return new Document("ns", namespace.toString())
                .append("count", collection.map(StoredCollection::count).orElse(0))
                .append("size", collection.map(StoredCollection::dataSize).orElse(0L))
                .append(
                        "storageSize",
                        collection.map(StoredCollection::dataSize).orElse(0L))
                .append(
                        "nindexes",
                        collection.map(StoredCollection::getNumIndexes).orElse(0));
    }

    private Document databaseStatistics(Invocation invocation) {
        StoredDatabase database = member.catalog().database(invocation.request().database());
        return new Document("db", database.getDatabaseName())
                .append("collections", database.collections().size())
                .append(
                        "objects",
                        database.collections().stream()
                                .mapToInt(StoredCollection::count)
                                .sum());
    }

    private StoredCollection existing(Invocation invocation, Namespace namespace) {
        return existing(found(invocation, namespace), namespace);
    }

    private static StoredCollection existing(Optional<StoredCollection> collection, Namespace namespace) {
        return collection.orElseThrow(
                () -> new ServerError(26, "NamespaceNotFound", "ns does not exist: " + namespace));
    }
}
