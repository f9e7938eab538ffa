import type { CaseAttestation, CaseModel } from '../../model.ts';
import type { QuestionEvidence } from '../../provenance-views.ts';

/**
 * What to fetch so that a claim can be held against an image that was saved without its registry manifest: such an
 * archive has the config and the unpacked layers, and neither is what a registry signs (K: `docker save` writes none).
 */
export function manifestToFetch(model: CaseModel, one: CaseAttestation): string | undefined {
  const saved = model.images.filter(({ plan }) => plan.manifestDigest === undefined);
  const [first] = saved;
  if (first === undefined) return undefined;
  const wanted = one.unmatched.flatMap(({ digests }) => digests).find((text) => text.startsWith('sha256:'));
  if (wanted === undefined) return undefined;
  const name = first.plan.ref ?? 'the image';
  return `${name} was saved without its registry manifest, so the archive cannot show whether it is the one that is meant. Fetch the manifest ${wanted} from the registry, as it is served, and drop it beside the archive: the config it names is compared.`;
}

/** What stays open where an archive is bound by the config that a manifest names: the layers were packed anew. */
export function notCompared(model: CaseModel, one: CaseAttestation): readonly QuestionEvidence[] {
  return model.images.flatMap(({ source, plan }) =>
    plan.manifestDigest === undefined &&
    one.about.some((about) => about.source === source && about.kind === 'manifest')
      ? [
          {
            label: `Layers of ${plan.ref ?? 'the image'} as the registry stores them`,
            value:
              'Not compared: the archive holds them packed anew. Unpacked, each is what the config states.',
            state: 'not-inspected' as const,
            target: { view: 'source', source } as const,
          },
        ]
      : [],
  );
}
