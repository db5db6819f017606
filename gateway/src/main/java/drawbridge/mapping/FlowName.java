package drawbridge.mapping;

/// The name of a flow, as its file gives it.
public record FlowName(String value) implements Comparable<FlowName> {

    @Override
    public int compareTo(FlowName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
