package drawbridge.crossing.engine;

/// A match key that a create reserves, so that no two creates make the same.
///
/// @param hash of its values
/// @param strong whether it stays with the link; otherwise it is freed when the create is settled
public record Key(Hash hash, boolean strong) {}
