globalThis.fetch = async (address) => {
  console.log(`asked for ${address}`);
  throw new Error('no network');
};
