/** A kind of token. Patterns are anchored at the keyword, linear, and end where the token cannot go on. */
export interface TokenKind {
  /** Last part of the observation's kind: `secret.github-token`. */
  readonly id: string;
  readonly title: string;
  readonly keywords: readonly string[];
  /** The token is the first group, or all that matches. */
  readonly pattern: RegExp;
}

const kind = (id: string, title: string, keywords: readonly string[], pattern: RegExp): TokenKind => ({
  id,
  title,
  keywords,
  pattern,
});

/** Only what a fixed prefix or form makes near certain: no entropy alone, no `password=`. */
export const TOKEN_KINDS: readonly TokenKind[] = [
  kind('aws-key', 'AWS access key id', ['AKIA', 'ASIA'], /^A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9])/),
  kind(
    'github-token',
    'GitHub token',
    ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    /^(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{82})(?![A-Za-z0-9_])/,
  ),
  kind('gitlab-token', 'GitLab token', ['glpat-'], /^glpat-[A-Za-z0-9_-]{20,50}(?![A-Za-z0-9_-])/),
  kind('npm-token', 'npm token', ['npm_'], /^npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/),
  kind(
    'npmrc-token',
    'npm registry token',
    ['_authToken='],
    /^_authToken=\s{0,4}"?([A-Za-z0-9._~+/-]{20,200})/,
  ),
  kind('pypi-token', 'PyPI token', ['pypi-AgEI'], /^pypi-AgEI[A-Za-z0-9_-]{60,250}/),
  kind(
    'slack-token',
    'Slack token',
    ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-'],
    /^xox[bpars]-[0-9]{8,14}-[A-Za-z0-9-]{20,120}/,
  ),
  kind(
    'slack-webhook',
    'Slack webhook',
    ['hooks.slack.com/services/'],
    /^hooks\.slack\.com\/services\/(T[A-Z0-9]{7,12}\/B[A-Z0-9]{7,12}\/[A-Za-z0-9]{20,28})/,
  ),
  kind(
    'stripe-key',
    'Stripe key',
    ['sk_live_', 'rk_live_'],
    /^[sr]k_live_[A-Za-z0-9]{24,110}(?![A-Za-z0-9])/,
  ),
  kind('google-key', 'Google API key', ['AIza'], /^AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/),
  kind('google-oauth', 'Google OAuth secret', ['GOCSPX-'], /^GOCSPX-[A-Za-z0-9_-]{28}(?![A-Za-z0-9_-])/),
  kind('sendgrid-key', 'SendGrid key', ['SG.'], /^SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/),
  kind('anthropic-key', 'Anthropic key', ['sk-ant-'], /^sk-ant-[a-z0-9]{2,10}-[A-Za-z0-9_-]{80,120}/),
  kind('openai-key', 'OpenAI key', ['sk-proj-'], /^sk-proj-[A-Za-z0-9_-]{40,200}/),
  kind('huggingface-token', 'Hugging Face token', ['hf_'], /^hf_[A-Za-z0-9]{34}(?![A-Za-z0-9])/),
  kind('digitalocean-token', 'DigitalOcean token', ['dop_v1_'], /^dop_v1_[0-9a-f]{64}(?![0-9a-f])/),
  kind('azure-storage-key', 'Azure storage key', ['AccountKey='], /^AccountKey=([A-Za-z0-9+/]{86}==)/),
  kind('shopify-token', 'Shopify token', ['shpat_', 'shpss_'], /^shp(?:at|ss)_[0-9a-f]{32}(?![0-9a-f])/),
  kind('age-key', 'age identity', ['AGE-SECRET-KEY-1'], /^AGE-SECRET-KEY-1[0-9A-Z]{58}(?![0-9A-Z])/),
  kind('vault-token', 'Vault token', ['hvs.'], /^hvs\.[A-Za-z0-9_-]{90,120}/),
  kind('databricks-token', 'Databricks token', ['dapi'], /^dapi[0-9a-f]{32}(?![0-9a-f])/),
  kind('postman-key', 'Postman key', ['PMAK-'], /^PMAK-[0-9a-f]{24}-[0-9a-f]{34}/),
  kind('grafana-token', 'Grafana token', ['glsa_'], /^glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}/),
  kind('docker-auth', 'registry login', ['"auth":'], /^"auth":\s{0,4}"([A-Za-z0-9+/]{24,400}={0,2})"/),
];

/** Characters that differ in what is drawn at random; fewer are a placeholder. */
const DISTINCT = 8;
const PLACEHOLDER = /example|sample|placeholder|your[-_]|xxxx|0000|1234567|abcdef|changeme|redacted|dummy/i;

/** Whether a text in the form of a token only stands for one. */
export function isPlaceholder(token: string): boolean {
  return PLACEHOLDER.test(token) || new Set(token).size < DISTINCT;
}
