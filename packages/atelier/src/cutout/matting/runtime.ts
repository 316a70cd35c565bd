import { pathToFileURL } from 'node:url';
import { EngineSetupError, findRuntime } from './matting-model.ts';

/** Numbers with their shape, as networks take and give them. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A loaded network: one tensor in, its outputs in the model's order. */
export interface Network {
  run(input: string, tensor: Tensor): Promise<readonly Tensor[]>;
}

/** Loads networks; a test brings its own. */
export type LoadNetwork = (file: string) => Promise<Network>;

/** The few parts of onnxruntime-node that are used. */
interface Peer {
  readonly Tensor: new (kind: 'float32', data: Float32Array, dims: readonly number[]) => unknown;
  readonly InferenceSession: {
    create(file: string, options: object): Promise<PeerSession>;
  };
}

interface PeerSession {
  readonly outputNames: readonly string[];
  run(feeds: Record<string, unknown>): Promise<Record<string, PeerTensor>>;
}

interface PeerTensor {
  readonly data: ArrayLike<number>;
  readonly dims: readonly number[];
}

/** Loads a network with the optional peer onnxruntime-node, one thread each. */
export const loadWithPeer: LoadNetwork = async (file) => {
  const at = findRuntime();
  if (at === null) throw new EngineSetupError('onnxruntime-node is not installed.');
  const loaded = (await import(pathToFileURL(at).href)) as { default?: Peer } & Peer;
  const peer = loaded.default ?? loaded;
  const session = await peer.InferenceSession.create(file, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionProviders: ['cpu'],
  });
  return {
    async run(input, { data, dims }) {
      const found = await session.run({ [input]: new peer.Tensor('float32', data, dims) });
      return session.outputNames.flatMap((name) => {
        const tensor = found[name];
        return tensor ? [{ data: Float32Array.from(tensor.data), dims: tensor.dims }] : [];
      });
    },
  };
};
