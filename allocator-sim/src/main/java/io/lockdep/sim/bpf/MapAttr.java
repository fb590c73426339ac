package io.lockdep.sim.bpf;

/**
 * What a process asks for with {@code BPF_MAP_CREATE}, type {@code BPF_MAP_TYPE_PERCPU_ARRAY}; {@code union bpf_attr}.
 *
 * @param valueSize bytes of one element, per CPU
 * @param maxEntries number of elements
 */
public record MapAttr(int valueSize, int maxEntries) {}
