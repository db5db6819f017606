package drawbridge.mapping;

/// One record of a system. The id is exact text: case, digits and every sign count.
public record RecordRef(ResourceName resource, String id) {

    public RecordRef {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a record of " + resource + " without an id");
        }
    }

    @Override
    public String toString() {
        return resource + " " + id;
    }
}
